{ pkgs ? import <nixpkgs> { } }:

pkgs.mkShell {
  packages = [
    (pkgs.python3.withPackages (python: [
      python.jupyterlab
      python.matplotlib
      python.numpy
    ]))
  ];
}
