using System.Runtime.InteropServices;

namespace Actors.Bench.Native;

/// <summary>The few system calls that the load generator makes itself: one thread serves 10,000 sockets without a task or an allocation for each.</summary>
internal static unsafe partial class Libc
{
    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int DontWait = 0x40;
    public const int TryAgain = 11;
    public const int Interrupted = 4;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const short PollIn = 1;

    private const int OpenFiles = 7;
    private const int TimerSlack = 29;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* entries, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int PollFor(PollFd* descriptors, nuint count, TimeSpec* timeout, void* mask);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint value);

    /// <summary>Waits for a descriptor or until <paramref name="nanoseconds"/> have passed; negative waits for ever.</summary>
    public static int Poll(Span<PollFd> descriptors, long nanoseconds)
    {
        var timeout = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        fixed (PollFd* first = descriptors)
            return PollFor(first, (nuint)descriptors.Length, nanoseconds < 0 ? null : &timeout, null);
    }

    /// <summary>Lets this thread's timers fire when they are due; the default adds up to 50 µs to every latency.</summary>
    public static void SharpenTimers() => _ = ProcessControl(TimerSlack, 1);

    /// <summary>Raises this process's limit of open files, which its children inherit. Only root may pass the hard limit.</summary>
    /// <returns>The limit that holds now.</returns>
    public static long RaiseOpenFiles(ulong wanted)
    {
        ResourceLimit limit;
        if (GetLimit(OpenFiles, &limit) != 0) return 0;
        var higher = new ResourceLimit { Soft = wanted, Hard = Math.Max(wanted, limit.Hard) };
        if (limit.Soft < wanted && SetLimit(OpenFiles, &higher) != 0)
        {
            higher = limit with { Soft = limit.Hard };
            _ = SetLimit(OpenFiles, &higher);
        }
        _ = GetLimit(OpenFiles, &limit);
        return (long)limit.Soft;
    }
}
