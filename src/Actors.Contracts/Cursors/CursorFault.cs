namespace Actors.Contracts.Cursors;

/// <summary>Why a text is no cursor of ours. Every one of them is answered by a reset, never by an error.</summary>
public enum CursorFault
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>It is longer than any cursor.</summary>
    TooLong,

    /// <summary>It holds other characters than base64url's.</summary>
    Alphabet,

    /// <summary>Its version is not known to this node.</summary>
    Version,

    /// <summary>Its checksum does not fit its content: cut off, mistyped or made up.</summary>
    Checksum,

    /// <summary>It ends within a position, names a channel twice, or holds an offset that no log has.</summary>
    Content,
}
