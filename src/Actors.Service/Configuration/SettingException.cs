namespace Actors.Service.Configuration;

/// <summary>A setting that the service cannot start with. The message is one sentence that names the key and what it may be.</summary>
internal sealed class SettingException(string message) : Exception(message);
