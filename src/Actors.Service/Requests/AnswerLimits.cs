namespace Actors.Service.Requests;

/// <summary>What bounds an answer beside its <c>limit</c>.</summary>
internal static class AnswerLimits
{
    /// <summary>With so many bytes a page is full, however few things it has: it is held in memory until the client has taken it.</summary>
    public const int Bytes = 4 * 1024 * 1024;
}
