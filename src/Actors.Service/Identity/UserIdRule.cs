using Actors.Contracts.Channels;

namespace Actors.Service.Identity;

/// <summary>What a user id may be: anything that has a channel.</summary>
internal static class UserIdRule
{
    /// <summary>Null for a user id that can be used, else what is wrong with it.</summary>
    public static string? Fault(string user)
    {
        try
        {
            _ = UserIdMap.ToChannelId(user);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
