using Actors.Service.Limits;
using Actors.Service.Requests;

namespace Actors.Service.Streams;

/// <summary>How long a long poll may wait and how much it may bring.</summary>
internal sealed class PollLimits(LimitsOptions limits)
{
    private const int MaxEvents = 1000;

    /// <summary>Reads <c>wait</c> (seconds) and <c>limit</c>; what they leave out is as much as is allowed.</summary>
    /// <exception cref="Problems.ProblemException">400.</exception>
    public (TimeSpan Wait, int Limit) Read(IQueryCollection query)
    {
        var most = (int)limits.MaxPollWait.TotalSeconds;
        return (TimeSpan.FromSeconds(query.Number("wait", most, 0, most)), query.Number("limit", MaxEvents, 1, MaxEvents));
    }
}
