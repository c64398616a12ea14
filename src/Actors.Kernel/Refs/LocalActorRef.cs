namespace Actors.Kernel;

/// <summary>The reference of one incarnation of an actor. The path is built when it is first asked for.</summary>
internal sealed class LocalActorRef : ActorRefBase
{
    private readonly LocalActorRef? _parent;
    private readonly string _name;
    private readonly ActorCell _cell;
    private ActorPath? _path;

    internal LocalActorRef(ActorSystem system, Props props, LocalActorRef? parent, string name, long uid)
    {
        _parent = parent;
        _name = name;
        Uid = uid;
        _cell = new ActorCell(system, this, props);
    }

    internal long Uid { get; }

    internal string Name => _name;

    internal ActorCell Cell => _cell;

    internal LocalActorRef? ParentActor => _parent;

    /// <summary>Who is told of this actor's failure and end: the parent, or what stands above the guardians.</summary>
    internal IInternalActorRef Supervisor => (IInternalActorRef?)_parent ?? System.Root;

    public override ActorSystem System => _cell.SystemImpl;

    public override bool IsTerminated => _cell.Mailbox.IsClosed;

    public override ActorPath Path => _path ??= new ActorPath(_parent?.Path ?? System.RootPath, _name, Uid);

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is null)
            throw new InvalidMessageException("A message must not be null.");
        _cell.Mailbox.Post(message, sender);
    }

    public override void SendSystemMessage(SystemMessage message) => _cell.Mailbox.PostSystem(message);
}
