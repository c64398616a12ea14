namespace Actors.Kernel;

/// <summary>How an operation ended, as a message.</summary>
public abstract class Status
{
    private Status()
    {
    }

    /// <summary>The operation worked.</summary>
    public sealed class Success : Status
    {
        /// <summary>A success with nothing to say.</summary>
        public static readonly Success Instance = new(new object());

        /// <summary>What came out.</summary>
        public readonly object Status;

        /// <summary>A success with what came out.</summary>
        public Success(object status) => Status = status;

        /// <inheritdoc/>
        public override string ToString() => $"Success: {Status}";
    }

    /// <summary>The operation failed. An <c>Ask</c> that is answered with it throws <see cref="Cause"/>.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause;

        /// <summary>What the one who failed adds; may be <c>null</c>.</summary>
        public readonly object? State;

        /// <summary>A failure and its cause.</summary>
        public Failure(Exception cause) => Cause = cause;

        /// <summary>A failure, its cause and more about it.</summary>
        public Failure(Exception cause, object? state)
        {
            Cause = cause;
            State = state;
        }

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}
