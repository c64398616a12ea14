namespace Actors.Log;

/// <summary>An offset lies before what retention has left, or behind the log's end.</summary>
public sealed class OffsetOutOfRangeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public OffsetOutOfRangeException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public OffsetOutOfRangeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public OffsetOutOfRangeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a reading that is out of bounds.</summary>
    public OffsetOutOfRangeException(int shard, long offset, ShardBounds bounds)
        : base($"Offset {offset} of shard {shard} is outside [{bounds.First}, {bounds.Next}).")
    {
        Bounds = bounds;
    }

    /// <summary>What the shard holds.</summary>
    public ShardBounds Bounds { get; }
}
