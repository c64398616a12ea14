import type { ChatChunkResult } from '../client/events';

/** What a chunk does to a text: it adds to it, was there already, or shows that something before it is missing. */
export type ChunkOutcome =
  | { readonly kind: 'added'; readonly text: string }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'hole' };

/**
 * Puts a chunk where its position says, so that applying it twice changes nothing.
 * @param newAttempt the chunk is of a later attempt than the text: what stands behind its position is void.
 */
export function applyChunk(text: string, chunk: ChatChunkResult, newAttempt: boolean): ChunkOutcome {
  if (chunk.position > text.length) {
    return { kind: 'hole' };
  }
  if (newAttempt) {
    return { kind: 'added', text: text.slice(0, chunk.position) + chunk.text };
  }
  const known = text.length - chunk.position;
  if (known > 0 && known >= chunk.text.length) {
    return { kind: 'repeated' };
  }
  return { kind: 'added', text: text + chunk.text.slice(known) };
}
