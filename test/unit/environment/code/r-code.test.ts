import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RCode } from '../../../../server/environment/code/r-code';
import { readR } from '../../../../server/environment/code/r-code';
import type { SyntaxParser } from '../../../../server/environment/code/grammars';
import { sourceText } from '../../../../server/environment/text';
import { testGrammars } from '../../../support/grammars';
import { mutated } from '../fuzz/mutate';
import { assertPlacesInside } from '../fuzz/places';

describe('readR', () => {
  let parser: SyntaxParser | undefined;
  before(async () => (parser = (await testGrammars()).r));

  const read = (text: string): RCode => readR(sourceText('a.R', text), parser);
  const uses = (text: string): string[] =>
    read(text).uses.map(({ package: { text: name }, how, guarded, conditional }) =>
      [how, name, guarded ? 'guarded' : '', conditional ? 'conditional' : ''].filter(Boolean).join(' '),
    );

  it('finds the packages that are loaded, with and without quotes', () => {
    const text = `library(sf)\nlibrary("terra")\nsuppressPackageStartupMessages(require('dplyr'))\nloadNamespace("xml2")
base::library(lubridate)\nlibrary(package = readr, quietly = TRUE)`;
    const expected = ['library sf', 'library terra', 'require dplyr', 'loadNamespace xml2'];
    assert.deepEqual(uses(text), [...expected, ':: base', 'library lubridate', 'library readr']);
  });

  it('finds packages before two and three colons', () => {
    assert.deepEqual(uses('x <- dplyr::filter(d) |> tidyr:::f()'), [':: dplyr', ':: tidyr']);
    assert.deepEqual(uses('"sf"::st_read; `terra` :: rast'), [':: sf', ':: terra']);
  });

  it('finds no package where a variable names it', () => {
    assert.deepEqual(uses('library(p, character.only = TRUE); requireNamespace(p); library(help = sf)'), []);
    assert.deepEqual(uses('library("sf", character.only = TRUE)'), ['library sf']);
    assert.deepEqual(uses('other::library(sf); library(); library(a_b)'), [':: other']);
  });

  it('follows lists of packages that a function is applied to', () => {
    assert.deepEqual(uses('lapply(c("sf", "terra"), library, character.only = TRUE)'), [
      'library sf',
      'library terra',
    ]);
    assert.deepEqual(uses('p <- c("sf",\n "terra")\ninvisible(sapply(p, require, character.only = TRUE))'), [
      'require sf',
      'require terra',
    ]);
    assert.deepEqual(uses('lapply(p, library, character.only = TRUE); lapply(c("a", b), library)'), []);
  });

  it('tells a package whose absence is handled', () => {
    assert.deepEqual(uses('if (!require("sf")) install.packages("sf")'), ['require sf guarded']);
    assert.deepEqual(uses('if (requireNamespace("sf", quietly = TRUE)) sf::f() else g()\nsf::h()'), [
      'requireNamespace sf guarded',
      ':: sf guarded',
      ':: sf',
    ]);
    assert.deepEqual(uses('ok <- suppressWarnings(require(sf))'), ['require sf guarded']);
    assert.deepEqual(uses('require(sf) || install.packages("sf"); (require(terra)) && f()'), [
      'require sf guarded',
      'require terra guarded',
    ]);
    assert.deepEqual(uses('tryCatch({ library(sf) }, error = f)\ntry(terra::g())'), [
      'library sf guarded',
      ':: terra guarded',
    ]);
    assert.deepEqual(uses('if (!"sf" %in% rownames(installed.packages())) { f() }\nelse { library(sf) }'), [
      'library sf',
    ]);
  });

  it('tells a package that is needed under a condition only', () => {
    assert.deepEqual(
      uses('if (interactive()) library(sf)\nf <- function(x) terra::g(x)\nh <- \\(x) dplyr::i'),
      ['library sf conditional', ':: terra conditional', ':: dplyr conditional'],
    );
    assert.deepEqual(uses('if (f(sf::x)) 1'), [':: sf']);
  });

  it('reads calls with their arguments', () => {
    const [call, inner] = read('read.csv("data/a.csv", sep = \';\', col = f(1), x)').calls;
    assert.equal(call?.callee.text, 'read.csv');
    assert.deepEqual(
      call.arguments.map(({ name, written, string }) => [name, written.text, string?.text]),
      [
        [undefined, '"data/a.csv"', 'data/a.csv'],
        ['sep', "';'", ';'],
        ['col', 'f(1)', undefined],
        [undefined, 'x', undefined],
      ],
    );
    assert.equal(call.arguments[1]?.range.start.offset, 23);
    assert.equal(inner?.callee.text, 'f');
  });

  it('reads calls of names in quotes and backticks, and none of what has no name', () => {
    const names = read('`my f`(1); "g"(2); a$b(3); f(1)(2); remotes::install_github("a/b"); x[h(1)]').calls;
    assert.deepEqual(
      names.map(({ callee }) => callee.text),
      ['my f', 'g', 'f', 'remotes::install_github', 'h'],
    );
  });

  it('tells which calls stand by themselves and which need not run', () => {
    const text = 'f(1)\nx <- g("a")\nif (x) h("b")\nfunction() { i("c") }\nif (require(a)) j("d")';
    const { calls, strings } = read(text);
    assert.deepEqual(
      calls.map(({ callee, alone, conditional }) => [callee.text, alone, conditional]),
      [
        ['f', true, false],
        ['g', false, false],
        ['h', false, true],
        ['i', false, true],
        ['require', false, false],
        ['j', false, true],
      ],
    );
    assert.deepEqual(
      strings.map((string) => string.conditional),
      [false, true, true, true],
    );
  });

  it('tells where the first statement begins', () => {
    assert.equal(read('# a comment\n\nx <- 1\ny').begin?.line, 2);
    assert.equal(read('# a comment').begin, undefined);
  });

  it('reads empty arguments and arguments that are names alone', () => {
    const [call] = read('f(, a = , b)').calls;
    assert.deepEqual(
      call?.arguments.map(({ name, written }) => [name, written.text]),
      [
        ['a', ''],
        [undefined, 'b'],
      ],
    );
  });

  it('reads strings with their escapes and places', () => {
    const text = String.raw`a <- "x\\y\n\u00e9"; b <- r"---(C:\tmp)---"; c <- 'é😀'; d <- R"[z]"`;
    const { strings } = read(text);
    assert.deepEqual(
      strings.map((string) => string.text),
      ['x\\y\né', 'C:\\tmp', 'é😀', 'z'],
    );
    assert.deepEqual(
      strings.map(({ range }) => text.slice(range.start.offset, range.end.offset)),
      [String.raw`x\\y\n\u00e9`, String.raw`C:\tmp`, 'é😀', 'z'],
    );
  });

  it('keeps lists of strings that have a name', () => {
    const { vectors } = read('a <- c("x", "y"); b = "z"; c("w") -> d; e <- c("x", y); f <- c(1)');
    assert.deepEqual(
      vectors.map(({ name, strings }) => [name, ...strings.map(({ text }) => text)]),
      [
        ['a', 'x', 'y'],
        ['b', 'z'],
        ['d', 'w'],
      ],
    );
  });

  it('understands what R has had since 4.1, and tells what is no R', () => {
    assert.equal(
      read('x |> f(\\(y) y + 1) |> g(z = _)\nr"(a"b)"\n0x1p3; 1e5L; 1i; `a b` <- NULL').error,
      undefined,
    );
    const { error } = read('install.packages(c("a"\n  "b"))\n');
    assert.deepEqual([error?.start.line, error?.start.column], [0, 19]);
    assert.notEqual(read('f <- function(x) {\n').error, undefined);
  });

  it('reads a stretch of a larger text, whatever stands before it', () => {
    const source = sourceText('a.Rmd', 'é😀 text\n```{r}\nlibrary(sf)\n```\nlibrary(no)\n');
    const start = source.text.indexOf('library(sf)');
    const { uses: found } = readR(source, parser, start, start + 12);
    assert.deepEqual(
      found.map(({ package: { text, range } }) => [text, range.start.line, range.start.column]),
      [['sf', 2, 8]],
    );
  });

  it('finds nothing without a parser, and goes as deep as it takes', () => {
    assert.deepEqual(readR(sourceText('a.R', 'library(sf)'), undefined).uses, []);
    const deep = `${'f('.repeat(500)}sf::x${')'.repeat(500)}`;
    assert.equal(read(deep).calls.length, 500);
    assert.equal(read(Array.from({ length: 500 }, () => 'a').join(' + ')).error, undefined);
  });

  it('leaves alone what would take the parser minutes, and reads other hostile texts in time', function () {
    this.timeout(30_000);
    assert.deepEqual(read('r"('.repeat(40_000)).calls, []);
    const pieces = [
      'f(',
      '{',
      'a+',
      'if(a){',
      'f(a="x",',
      '`',
      '"',
      "'",
      'c("a");',
      '\\(x)',
      'a::b;',
      '%',
      '\0',
    ];
    for (const piece of pieces)
      assertPlacesInside(read(piece.repeat(3000)), sourceText('a.R', piece.repeat(3000)));
  });

  it('survives damaged code and places all that it says inside it', () => {
    const sample = `library(sf); x <- c("a", 'b')\nif (!require("é")) { install.packages("é", repos = r"(x)") }\n`;
    fc.assert(
      fc.property(mutated([sample]), (content) => {
        const source = sourceText('a.R', content);
        assertPlacesInside(readR(source, parser), source);
      }),
      { numRuns: 100 },
    );
  });
});
