namespace Actors.Kernel;

/// <summary>Options of a supervisor that starts its child again after a while, longer each time.</summary>
public static class Backoff
{
    /// <summary>Starts the child again when it has stopped, for whatever reason.</summary>
    /// <param name="childProps">What to start.</param>
    /// <param name="childName">The child's name.</param>
    /// <param name="minBackoff">The first wait.</param>
    /// <param name="maxBackoff">The longest wait.</param>
    /// <param name="randomFactor">A wait is made longer by up to this part of it: 0.2 for a fifth.</param>
    /// <param name="maxNrOfRetries">How often in a row; then the supervisor stops. -1 for any number.</param>
    public static BackoffOptions OnStop(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries, onFailure: false);

    /// <summary>Starts the child again when it has failed in a way that the strategy answers with a restart. If it stops by itself, so does the supervisor.</summary>
    /// <param name="childProps">What to start.</param>
    /// <param name="childName">The child's name.</param>
    /// <param name="minBackoff">The first wait.</param>
    /// <param name="maxBackoff">The longest wait.</param>
    /// <param name="randomFactor">A wait is made longer by up to this part of it: 0.2 for a fifth.</param>
    /// <param name="maxNrOfRetries">How often in a row; then the supervisor stops. -1 for any number.</param>
    public static BackoffOptions OnFailure(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries, onFailure: true);
}
