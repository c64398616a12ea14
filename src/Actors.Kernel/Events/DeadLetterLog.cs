namespace Actors.Kernel;

/// <summary>Writes the first dead letters to the log, as many as <c>akka.log-dead-letters</c> allows.</summary>
internal sealed class DeadLetterLog(ActorSystem system)
{
    private int _count;

    internal void Note(AllDeadLetters letter)
    {
        if (letter is not DeadLetter || (system.IsTerminating && !system.Settings.LogDeadLettersDuringShutdown))
            return;
        var limit = system.Settings.LogDeadLetters;
        var count = Interlocked.Increment(ref _count);
        if (count <= limit)
        {
            system.Log.Info(
                "Message [{0}] from {1} to {2} was not delivered. [{3}] dead letters encountered{4}.",
                letter.Message.GetType().Name,
                letter.Sender,
                letter.Recipient,
                count,
                count == limit ? ", no more will be logged" : string.Empty);
        }
    }
}
