import assert from 'node:assert/strict';
import type { JuliaCode } from '../../../../server/environment/code/julia-code';
import { readJulia } from '../../../../server/environment/code/julia-code';
import { sourceText } from '../../../../server/environment/text';

describe('readJulia', () => {
  const read = (text: string): JuliaCode => readJulia(sourceText('a.jl', text));
  const uses = (text: string): string[] =>
    read(text).uses.map(
      ({ package: { text: name, range }, how, guarded }) =>
        `${how} ${name} ${range.start.line + 1}:${range.start.column + 1}${guarded ? ' guarded' : ''}`,
    );
  const names = (text: string): string[] => read(text).uses.map(({ package: { text: name } }) => name);

  it('finds the packages that are loaded', () => {
    assert.deepEqual(uses('using DataFrames\nimport CSV\n'), ['using DataFrames 1:7', 'import CSV 2:8']);
    assert.deepEqual(names('using A, B.C, D\nimport E: f, g\nusing H.I: j; import K as L, M'), [
      ...['A', 'B', 'D', 'E', 'H', 'K', 'M'],
    ]);
  });

  it('follows lists over lines and comments', () => {
    assert.deepEqual(names('using A, # first\n      B,\n\n      C\nD'), ['A', 'B', 'C']);
    assert.deepEqual(names('using A: f,\n  g\nusing B'), ['A', 'B']);
  });

  it('leaves out modules that are told relative to the place', () => {
    assert.deepEqual(names('using .Local\nimport ..Parent.Child: f\nusing .A, B'), ['B']);
  });

  it('leaves out what is no statement', () => {
    const text = `# using A
#= using B #= using C =# using D =#
"using E"; """
using F
"""; \`using G\`; raw"using H\\"; :using; x.using; @using I; my_using J; using!(K)
using $name
`;
    assert.deepEqual(names(text), []);
  });

  it('tells characters from transposing', () => {
    assert.deepEqual(
      names("a = b' * 'c'; d = '\"'; e = x[1]'; f = '\\''; using A; g = 'é'; h = '😀'; using B"),
      ['A', 'B'],
    );
  });

  it('goes over code that is put into strings', () => {
    assert.deepEqual(names('"$(f("a)", \')\', g(1))) using A"; using B'), ['B']);
    assert.deepEqual(names('"""$("""x""") " using A"""; using B'), ['B']);
  });

  it('understands macros before a statement', () => {
    assert.deepEqual(names('@everywhere using Distributed\n@time @eval import A'), ['Distributed', 'A']);
  });

  it('tells what need not be there', () => {
    assert.deepEqual(uses('try\n  using A\ncatch\nend\nusing B'), ['using A 2:9 guarded', 'using B 5:7']);
    const blocks = 'x = [i for i in y if z]; y[end]; f(a for a in b if c); map(function (x) x end, y)';
    assert.deepEqual(uses(`${blocks}\nif x\n  using A\nend\nusing B\n`), [
      'using A 3:9 guarded',
      'using B 5:7',
    ]);
    assert.deepEqual(uses('abstract type X end\nstruct Y end\nf(x) do y\nend\nusing B'), ['using B 5:7']);
  });

  it('finds the modules that are defined', () => {
    const { modules } = read('module A\nmodule B end\nbaremodule C end\nend\nx.module; @test_throws module');
    assert.deepEqual(
      modules.map(({ text }) => text),
      ['A', 'B', 'C'],
    );
  });

  it('finds what the code installs, and the environments that it chooses', () => {
    const { added, activations } = read(
      'import Pkg; Pkg.add("A"); Pkg.add(["B", "C"]); Pkg.add(url="https://x/D.jl")\nPkg.activate(".")\n]add E F@1.2\n]activate .\nx[1]\n',
    );
    assert.deepEqual(
      added.map(({ text }) => text),
      ['A', 'B', 'C', 'https://x/D.jl', 'E', 'F'],
    );
    assert.equal(activations.length, 2);
  });

  it('places what it says in texts that are not ASCII', () => {
    assert.deepEqual(uses('α = "😀é"; using A'), ['using A 1:18']);
  });
});
