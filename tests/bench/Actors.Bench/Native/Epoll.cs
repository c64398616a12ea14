using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Actors.Bench.Native;

/// <summary>A level-triggered epoll set whose entries are small integers.</summary>
internal sealed unsafe class Epoll
{
    private const int Batch = 512;

    // The kernel packs the entry on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TokenAt = Stride - 8;

    private readonly int _descriptor = Libc.EpollCreate(0);
    private readonly byte[] _entries = GC.AllocateArray<byte>(Batch * 16, pinned: true);

    /// <summary>Watches a descriptor for readability.</summary>
    public void Add(int descriptor, int token)
    {
        var entry = stackalloc byte[16];
        new Span<byte>(entry, 16).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(entry, 4), Libc.EpollIn);
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(entry + TokenAt, 4), token);
        if (Libc.EpollControl(_descriptor, Libc.EpollAdd, descriptor, entry) != 0)
            throw new InvalidOperationException($"epoll_ctl failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Stops watching a descriptor.</summary>
    public void Remove(int descriptor)
    {
        var entry = stackalloc byte[16];
        _ = Libc.EpollControl(_descriptor, Libc.EpollDelete, descriptor, entry);
    }

    /// <summary>Waits for readable descriptors.</summary>
    /// <returns>How many tokens <see cref="Token"/> holds now; 0 after the time-out.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* first = _entries)
            return Math.Max(0, Libc.EpollWait(_descriptor, first, Batch, milliseconds));
    }

    /// <summary>The token of the n-th readable descriptor of the last wait.</summary>
    public int Token(int n) => BinaryPrimitives.ReadInt32LittleEndian(_entries.AsSpan(n * Stride + TokenAt, 4));
}
