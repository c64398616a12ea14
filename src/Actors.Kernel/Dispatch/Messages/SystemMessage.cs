namespace Actors.Kernel;

/// <summary>A message between the kernel's parts: handled before all other messages. One object goes to one actor only, since it is a link of that mailbox's list.</summary>
internal abstract class SystemMessage
{
    internal SystemMessage? Next;
}
