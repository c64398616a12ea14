using Actors.Log;

namespace Actors.Shards.Ownership;

/// <summary>
/// Whether an owner that could claim should still wait, because the one before it lets its jobs end. Only the owner whose claim is
/// in force can ask for it, notice by notice, so one that dies or is cut off from the log is waited for no longer than its last
/// notice says. Which records count is never decided by it. A state machine, fed with the shard's valid records in their order.
/// </summary>
/// <param name="longestWait">The most that one notice is heeded.</param>
/// <param name="most">The most that an owner is waited for in all.</param>
internal sealed class Courtesy(TimeSpan longestWait, TimeSpan most)
{
    private TimeSpan _began;
    private TimeSpan _until;

    /// <summary>The node that is waited for; null while there is none.</summary>
    internal string? Node { get; private set; }

    /// <summary>Takes the next valid record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time since any fixed moment.</param>
    internal void Take(LogRecord record, TimeSpan now)
    {
        if (record.Kind == RecordKind.Claim)
        {
            Node = null;
        }
        else if (record.Kind == RecordKind.Notice)
        {
            var notice = LeaveNotice.Decode(record.Value.Span);
            if (notice.Wait == TimeSpan.Zero)
            {
                Node = null;
                return;
            }

            _began = Node is null ? now : _began;
            (Node, _until) = (notice.Node, now + (notice.Wait < longestWait ? notice.Wait : longestWait));
        }
    }

    /// <summary>How long to wait from now on unless another notice comes; zero or less: not at all.</summary>
    internal TimeSpan Left(TimeSpan now)
    {
        if (Node is null)
        {
            return TimeSpan.Zero;
        }

        var end = _began + most;
        return (_until < end ? _until : end) - now;
    }
}
