namespace Actors.Jobs.Handlers;

/// <summary>One thing that is wrong with a job's input.</summary>
/// <param name="Field">The field, as it stands in the JSON: <c>prompt</c>, <c>options.temperature</c>; empty for the input as a whole.</param>
/// <param name="Message">What is wrong and what is allowed, for people.</param>
public sealed record InputError(string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
