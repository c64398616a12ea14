namespace Actors.Log.Kafka.Writes;

/// <summary>How it went with a record that was sent.</summary>
/// <param name="Ticket">What <see cref="IRecordSender.Send"/> was given.</param>
/// <param name="Offset">The offset that the log gave it; negative where it is durable but the log did not say at which.</param>
/// <param name="Fault">Why it is in doubt; null when it is durable.</param>
internal readonly record struct SendReport(int Ticket, long Offset, string? Fault);
