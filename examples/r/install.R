install.packages("palmerpenguins")
