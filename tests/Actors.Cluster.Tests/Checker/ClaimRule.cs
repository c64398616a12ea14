namespace Actors.Cluster.Tests.Checker;

/// <summary>
/// Which records of one shard count, written down again from the design and not from the product: the last claim is in force;
/// its writer's records count while they are numbered 0, 1, 2…; the first hole or repeat ends it; whatever bears another stamp
/// never counts.
/// </summary>
internal sealed class ClaimRule
{
    private long? _inForce;
    private long _expected;

    public bool Counts(long offset, RawHeader header)
    {
        if (header.Kind == RawKind.Command)
        {
            return true;
        }

        if (header.Kind == RawKind.Claim)
        {
            (_inForce, _expected) = (offset, 0);
            return true;
        }

        if (_inForce != header.Stamp)
        {
            return false;
        }

        if (header.Seq == _expected)
        {
            _expected++;
            return true;
        }

        _inForce = null;
        return false;
    }
}
