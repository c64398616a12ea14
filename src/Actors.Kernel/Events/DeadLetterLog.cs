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
            system.Log.Info(FormattableString.Invariant(
                $"Message [{letter.Message.GetType().Name}] from {letter.Sender} to {letter.Recipient} was not delivered. [{count}] dead letters encountered{(count == limit ? ", no more will be logged" : string.Empty)}."));
        }
    }
}
