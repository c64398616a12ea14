namespace Actors.Bench.Load.Jobs;

/// <summary>
/// How long tokens took from the provider to the client. The demo provider gives token k at k / rate after it began; when it
/// began is not told, but no piece can be written before its last token was given, so the earliest beginning that all pieces
/// allow is taken: it is late by no more than the quickest piece's own delay.
/// </summary>
internal static class TokenLatency
{
    /// <summary>From a token's due time to its arrival: waiting for company in a piece, the log and the way included.</summary>
    public static Histogram Of(IEnumerable<JobStream> streams, double tokensPerSecond)
    {
        var histogram = new Histogram();
        var interval = 1000 / tokensPerSecond;
        foreach (var stream in streams)
        {
            var whole = stream.Chunks.Where(c => c.Tokens > 0).ToList();
            if (whole.Count == 0) continue;
            var began = whole.Min(c => c.Written - (c.TokensBefore + c.Tokens) * interval);
            foreach (var chunk in whole)
            {
                for (var k = 1; k <= chunk.Tokens; k++)
                    histogram.Record((long)((chunk.Arrived - began - (chunk.TokensBefore + k) * interval) * 1000));
            }
        }
        return histogram;
    }

    /// <summary>From the writing of a piece to its arrival.</summary>
    public static Histogram FromWriting(IEnumerable<JobStream> streams)
    {
        var histogram = new Histogram();
        foreach (var chunk in streams.SelectMany(s => s.Chunks)) histogram.Record((long)((chunk.Arrived - chunk.Written) * 1000));
        return histogram;
    }
}
