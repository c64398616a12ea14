using System.Linq.Expressions;

namespace Actors.Kernel;

/// <summary>What an actor is made from: immutable, shareable by any number of actors.</summary>
public sealed class Props
{
    private readonly ActorFactory _factory;

    private Props(ActorFactory factory) => _factory = factory;

    private Props(Props copy)
    {
        _factory = copy._factory;
        Dispatcher = copy.Dispatcher;
        Mailbox = copy.Mailbox;
        SupervisorStrategy = copy.SupervisorStrategy;
    }

    /// <summary>The actor's type.</summary>
    public Type Type => _factory.ActorType;

    /// <summary>The configuration path of the dispatcher; <c>null</c> for the default one.</summary>
    public string? Dispatcher { get; private init; }

    /// <summary>The configuration path of the mailbox; <c>null</c> for the default one.</summary>
    public string? Mailbox { get; private init; }

    /// <summary>How the actor answers failures of its children, instead of what its class says; usually <c>null</c>.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; private init; }

    /// <summary>From an expression of the form <c>() => new MyActor(a, b)</c>. The arguments are evaluated here, once, and used again at each restart.</summary>
    /// <exception cref="ArgumentException">The expression is not a call of a constructor.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is not NewExpression creation)
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        return new Props(ConstructorFactory.From(creation)) { SupervisorStrategy = supervisorStrategy };
    }

    /// <summary>From a type and the arguments of its constructor.</summary>
    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => Create(typeof(TActor), args);

    /// <summary>From a type without arguments, with its own supervisor strategy.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(ConstructorFactory.From(typeof(TActor), [])) { SupervisorStrategy = supervisorStrategy };

    /// <summary>From a type and the arguments of its constructor.</summary>
    /// <exception cref="ArgumentException">The type is no actor.</exception>
    public static Props Create(Type type, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not an actor.", nameof(type));
        return new Props(ConstructorFactory.From(type, args));
    }

    /// <summary>From a producer of instances.</summary>
    public static Props CreateBy(IIndirectActorProducer producer)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(new ProducerFactory(producer));
    }

    /// <summary>The same on another dispatcher: the path of its configuration.</summary>
    public Props WithDispatcher(string dispatcher) => new(this) { Dispatcher = dispatcher };

    /// <summary>The same with another mailbox: the path of its configuration.</summary>
    public Props WithMailbox(string mailbox) => new(this) { Mailbox = mailbox };

    /// <summary>The same with another supervisor strategy for its children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(this) { SupervisorStrategy = supervisorStrategy };

    /// <inheritdoc/>
    public override string ToString() => $"Props({Type.Name})";

    internal ActorBase NewActor() => _factory.Create();

    internal void Release(ActorBase actor) => _factory.Release(actor);
}
