import { Root } from 'protobufjs/light';

/**
 * The messages of BuildKit's session protocol that are served, with their field numbers. Written here and not read from
 * `.proto` files, because there are no files beside a bundle.
 */
const descriptor = {
  nested: {
    CredentialsRequest: { fields: { host: { type: 'string', id: 1 } } },
    CredentialsResponse: {
      fields: { username: { type: 'string', id: 1 }, secret: { type: 'string', id: 2 } },
    },
    GetSecretRequest: { fields: { id: { type: 'string', id: 1 } } },
    GetSecretResponse: { fields: { data: { type: 'bytes', id: 1 } } },
    CheckAgentRequest: { fields: { id: { type: 'string', id: 1 } } },
    Bytes: { fields: { data: { type: 'bytes', id: 1 } } },
    Health: { fields: { status: { type: 'int32', id: 1 } } },
    Empty: { fields: {} },
  },
};

const root = Root.fromJSON(descriptor);

interface Messages {
  readonly CredentialsRequest: { readonly host: string };
  readonly CredentialsResponse: { readonly username?: string; readonly secret?: string };
  readonly GetSecretRequest: { readonly id: string };
  readonly GetSecretResponse: { readonly data: Uint8Array };
  readonly CheckAgentRequest: { readonly id: string };
  readonly Bytes: { readonly data: Uint8Array };
  readonly Health: { readonly status: number };
  readonly Empty: Readonly<Record<string, never>>;
}

/** A message as bytes. */
export function encodeMessage<Name extends keyof Messages>(name: Name, message: Messages[Name]): Uint8Array {
  return root.lookupType(name).encode(message).finish();
}

/**
 * A message from its bytes; fields that are not there have their zero.
 * @throws Error for bytes that are no such message
 */
export function decodeMessage<Name extends keyof Messages>(name: Name, bytes: Uint8Array): Messages[Name] {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { defaults: true }) as unknown as Messages[Name];
}
