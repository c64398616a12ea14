namespace Actors.Live.Presence;

/// <summary>
/// Counts the open streams of users: exactly for this node, and for the others of the cluster as they were last heard of.
/// No call waits for anybody. Thread-safe.
/// </summary>
public interface IConnectionRegistry
{
    /// <summary>How many streams are open at this node.</summary>
    int Total { get; }

    /// <summary>
    /// Counts one more stream of a user, unless the user has as many as <paramref name="most"/> in the whole cluster. Streams at
    /// other nodes are those that were known when this user last came here, so a user who comes to several nodes at once gets
    /// somewhat more: at each, what comes before the answer to the question that the first one caused (some 20 ms), and never
    /// more than <paramref name="most"/>.
    /// </summary>
    /// <param name="user">The user's id.</param>
    /// <param name="most">How many a user may have.</param>
    /// <param name="present">How many the user has, without this one.</param>
    bool TryEnter(string user, int most, out int present);

    /// <summary>One stream less: once for each <see cref="TryEnter"/> that was true.</summary>
    void Leave(string user);
}
