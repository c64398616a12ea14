namespace Actors.TestServers;

/// <summary>A server cannot be had on this machine; the message says what is missing.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message);
