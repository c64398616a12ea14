namespace Actors.Jobs.Text;

/// <summary>How far a text is: a report at each tenth of the tokens asked for; none when the request does not say how many.</summary>
internal sealed class TextProgress(int? maxTokens)
{
    // Below this, the text itself shows the progress well enough.
    private const int MinTokens = 20;

    private int _reported;

    /// <summary>The tokens so far: providers send about one with each update.</summary>
    internal int Tokens { get; private set; }

    /// <summary>Counts a token; gives the percentage when a tenth more is done.</summary>
    internal int? Next()
    {
        Tokens++;
        if (maxTokens is not >= MinTokens)
        {
            return null;
        }

        var tenth = (int)Math.Min(9, 10L * Tokens / maxTokens.Value);
        if (tenth <= _reported)
        {
            return null;
        }

        _reported = tenth;
        return tenth * 10;
    }
}
