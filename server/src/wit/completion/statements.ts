/** What begins a statement, and what follows the name of a function. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { FrameKind } from './frame.ts';
import type { Piece } from '../../lsp/proposal.ts';
import type { WitProposal } from './item.ts';

interface Statement {
  readonly documentation: string;
  readonly snippet: readonly Piece[];
}

const statements = new Map<string, Statement>([
  [
    'package',
    {
      documentation: 'Names the package of this file and its folder.',
      snippet: ['package ', ['namespace'], ':', ['name'], ';'],
    },
  ],
  [
    'interface',
    {
      documentation: 'Types and functions under one name.',
      snippet: ['interface ', ['name'], ' {\n\t', [''], '\n}'],
    },
  ],
  [
    'world',
    {
      documentation: 'What a component imports and exports.',
      snippet: ['world ', ['name'], ' {\n\t', [''], '\n}'],
    },
  ],
  ['import', { documentation: 'What the component asks of its host.', snippet: ['import ', [''], ';'] }],
  ['export', { documentation: 'What the component gives to its host.', snippet: ['export ', [''], ';'] }],
  [
    'include',
    { documentation: 'All imports and exports of another world.', snippet: ['include ', [''], ';'] },
  ],
  [
    'type',
    { documentation: 'Another name for a type.', snippet: ['type ', ['name'], ' = ', ['string'], ';'] },
  ],
  [
    'record',
    {
      documentation: 'Fields, all of which a value has.',
      snippet: ['record ', ['name'], ' {\n\t', ['field'], ': ', ['string'], ',\n}'],
    },
  ],
  [
    'variant',
    {
      documentation: 'Cases, of which a value is one, with or without a value of their own.',
      snippet: ['variant ', ['name'], ' {\n\t', ['case'], '(', ['string'], '),\n}'],
    },
  ],
  [
    'enum',
    {
      documentation: 'Names, of which a value is one.',
      snippet: ['enum ', ['name'], ' {\n\t', ['case'], ',\n}'],
    },
  ],
  [
    'flags',
    {
      documentation: 'Names, of which a value has any number.',
      snippet: ['flags ', ['name'], ' {\n\t', ['flag'], ',\n}'],
    },
  ],
  [
    'resource',
    {
      documentation: 'Something that its owner keeps and others hold a handle of.',
      snippet: ['resource ', ['name'], ' {\n\tconstructor(', [''], ');\n}'],
    },
  ],
  ['func', { documentation: 'A function.', snippet: [['name'], ': func(', [''], ') -> ', ['string'], ';'] }],
  [
    'static func',
    {
      documentation: 'A function of the resource that needs no handle.',
      snippet: [['name'], ': static func(', [''], ') -> ', ['string'], ';'],
    },
  ],
  [
    'constructor',
    {
      documentation: 'Makes a new handle of the resource.',
      snippet: ['constructor(', [''], ');'],
    },
  ],
]);

const types = ['type', 'record', 'variant', 'enum', 'flags', 'resource'];

const inFrame: Partial<Record<FrameKind, readonly string[]>> = {
  package: ['interface', 'world'],
  interface: ['func', ...types],
  world: ['import', 'export', 'include', ...types],
  resource: ['func', 'static func', 'constructor'],
};

/** What a statement begins with, in a file of the component syntax. */
export function statementProposals(
  within: FrameKind,
  { hasPackage, version }: { readonly hasPackage: boolean; readonly version?: string | undefined },
): WitProposal[] {
  const names =
    within === 'file' ? [...(hasPackage ? [] : ['package']), 'interface', 'world'] : (inFrame[within] ?? []);
  return [
    ...names.flatMap((name) => {
      const statement = statements.get(name);
      return statement ? keyword(name, statement) : [];
    }),
    ...(within === 'resource' ? [] : [useProposal(within)]),
    ...gateProposals('@', version),
  ];
}

function keyword(label: string, { documentation, snippet }: Statement): WitProposal {
  const isName = snippet[0] !== undefined && typeof snippet[0] !== 'string';
  return {
    label,
    // a function begins with its name
    ...(isName && { text: '' }),
    kind: isName ? CompletionItemKind.Snippet : CompletionItemKind.Keyword,
    documentation,
    snippet,
  };
}

function useProposal(within: FrameKind): WitProposal {
  const isOutside = within === 'file' || within === 'package';
  return {
    label: 'use',
    kind: CompletionItemKind.Keyword,
    documentation: isOutside
      ? 'Gives an interface of another package a short name in this file.'
      : 'Brings types of another interface in.',
    snippet: isOutside ? ['use ', [''], ';'] : ['use ', ['interface'], '.{', [''], '};'],
  };
}

const legacyStatements: Readonly<Record<string, Statement>> = {
  use: {
    documentation: 'Brings types of another file in.',
    snippet: ['use { ', [''], ' } from ', ['types']],
  },
  func: { documentation: 'A function.', snippet: [['name'], ': func(', [''], ') -> ', ['string']] },
  type: { documentation: 'Another name for a type.', snippet: ['type ', ['name'], ' = ', ['string']] },
  union: {
    documentation: 'Types, of which a value is of one.',
    snippet: ['union ', ['name'], ' {\n\t', ['string'], ',\n}'],
  },
  resource: {
    documentation: 'Something that its owner keeps and others hold a handle of.',
    snippet: ['resource ', ['name'], ' {\n\tstatic open: func(', [''], ') -> ', ['name'], '\n}'],
  },
};

const legacyMethods: Readonly<Record<string, Statement>> = {
  func: { documentation: 'A function.', snippet: [['name'], ': func(', [''], ') -> ', ['string']] },
  static: {
    documentation: 'A function of the resource that needs no handle.',
    snippet: ['static ', ['name'], ': func(', [''], ') -> ', ['string']],
  },
};

/** The same in a file of the legacy syntax. */
export function legacyProposals(within: FrameKind): WitProposal[] {
  if (within === 'resource') return Object.entries(legacyMethods).map(([name, each]) => keyword(name, each));
  const shared = ['record', 'variant', 'enum', 'flags'].map((name) => [name, statements.get(name)] as const);
  return [...Object.entries(legacyStatements), ...shared].flatMap(([name, each]) =>
    each ? keyword(name, each) : [],
  );
}

/** What follows `name:`. */
export function functionProposals(within: FrameKind, isLegacy: boolean): WitProposal[] {
  const end = isLegacy ? '' : ';';
  const one = (label: string, documentation: string): WitProposal => ({
    label,
    kind: CompletionItemKind.Keyword,
    documentation,
    snippet: [`${label}(`, [''], `)${end}`],
  });
  const plain = one('func', 'A function.');
  if (isLegacy) return [plain];
  const isStatic = within === 'resource';
  return [
    plain,
    ...(isStatic ? [one('static func', 'A function of the resource that needs no handle.')] : []),
    one('async func', 'A function that may wait.'),
    ...(within === 'world'
      ? [
          {
            label: 'interface',
            kind: CompletionItemKind.Keyword,
            documentation: 'An interface that is written out here.',
            snippet: ['interface {\n\t', [''], '\n}'],
          } satisfies WitProposal,
        ]
      : []),
  ];
}

/** The gates, behind `@` or with it. */
export function gateProposals(mark: '@' | '', version = '1.0.0'): WitProposal[] {
  const gate = (name: string, key: string, value: string, documentation: string): WitProposal => ({
    label: `${mark}${name}`,
    kind: CompletionItemKind.Keyword,
    documentation,
    snippet: [`${mark}${name}(${key} = `, [value], ')'],
  });
  return [
    gate('since', 'version', version, 'The version of the package that this came with.'),
    gate('unstable', 'feature', 'name', 'This is there only for those who switch the feature on.'),
    gate('deprecated', 'version', version, 'The version of the package since which this should not be used.'),
    {
      label: `${mark}external-id`,
      kind: CompletionItemKind.Keyword,
      documentation: 'The name that this has outside of WIT.',
      snippet: [`${mark}external-id("`, ['name'], '")'],
    },
  ];
}
