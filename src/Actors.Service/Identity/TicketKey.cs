using System.Security.Cryptography;
using System.Text;

namespace Actors.Service.Identity;

/// <summary>The key that tickets are signed with.</summary>
/// <param name="Bytes">32 bytes.</param>
internal sealed record TicketKey(byte[] Bytes)
{
    private const int Length = 32;
    private const string FileName = "ticket.key";

    /// <summary>
    /// The configured secret's key, else one derived from the tokens' secret (so that all nodes agree), else one that is made
    /// once and kept in the data directory (so that tickets outlive a restart).
    /// </summary>
    public static TicketKey Create(AuthOptions options, string dataDirectory) =>
        (options.TicketSecret ?? options.Jwt.Secret) is { Length: > 0 } secret
            ? new TicketKey(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Length, info: "actors stream ticket"u8.ToArray()))
            : new TicketKey(ReadOrMake(Path.Combine(dataDirectory, FileName)));

    private static byte[] ReadOrMake(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } kept)
        {
            return kept;
        }

        var made = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(made);
        file.Flush(flushToDisk: true);
        return made;
    }
}
