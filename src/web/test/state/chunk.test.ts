import { describe, expect, it } from 'vitest';
import { applyChunk } from '../../state/chunk';

const chunk = (position: number, text: string) => ({ streamId: 's', position, text });

describe('applyChunk', () => {
  it('puts a chunk behind the text', () => {
    expect(applyChunk('Hello', chunk(5, ' you'), false)).toEqual({ kind: 'added', text: 'Hello you' });
  });

  it('knows a chunk that is there already', () => {
    expect(applyChunk('Hello you', chunk(5, ' you'), false)).toEqual({ kind: 'repeated' });
    expect(applyChunk('Hello you', chunk(0, 'He'), false)).toEqual({ kind: 'repeated' });
  });

  it('takes the rest of a chunk that is there in part', () => {
    expect(applyChunk('Hello y', chunk(5, ' you'), false)).toEqual({ kind: 'added', text: 'Hello you' });
  });

  it('sees a hole', () => {
    expect(applyChunk('Hello', chunk(6, 'you'), false)).toEqual({ kind: 'hole' });
  });

  it('takes an empty last chunk at the end', () => {
    expect(applyChunk('Hello', chunk(5, ''), false)).toEqual({ kind: 'added', text: 'Hello' });
  });

  it('drops what a later attempt writes anew', () => {
    expect(applyChunk('Hello you', chunk(0, 'Good'), true)).toEqual({ kind: 'added', text: 'Good' });
    expect(applyChunk('Hello', chunk(5, '!'), true)).toEqual({ kind: 'added', text: 'Hello!' });
  });

  it('counts UTF-16 units, as the service does', () => {
    expect(applyChunk('a😀', chunk(3, 'b'), false)).toEqual({ kind: 'added', text: 'a😀b' });
  });
});
