using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Actors.Kernel;

/// <summary>Makes actors by their constructor. The way to call a constructor is found once per constructor, not once per actor.</summary>
internal sealed class ConstructorFactory : ActorFactory
{
    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorInvoker> Invokers = new();
    private readonly ConstructorInvoker? _invoker;
    private readonly object?[] _arguments;

    private ConstructorFactory(Type type, ConstructorInfo? constructor, object?[] arguments)
    {
        ActorType = type;
        _invoker = constructor is null ? null : Invokers.GetOrAdd(constructor, ConstructorInvoker.Create);
        _arguments = arguments;
    }

    internal override Type ActorType { get; }

    internal static ConstructorFactory From(Type type, object?[] arguments) => new(type, Find(type, ref arguments), arguments);

    internal static ConstructorFactory From(NewExpression creation)
    {
        var arguments = creation.Arguments.Count == 0 ? [] : new object?[creation.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = ExpressionValue.Of(creation.Arguments[i]);
        return new ConstructorFactory(creation.Type, creation.Constructor, arguments);
    }

    internal override ActorBase Create()
    {
        if (_invoker is null)
            throw new MissingMethodException($"{ActorType} has no constructor that takes ({string.Join(", ", _arguments.Select(a => a?.GetType().Name ?? "null"))}).");
        return (ActorBase)_invoker.Invoke(_arguments.AsSpan());
    }

    private static ConstructorInfo? Find(Type type, ref object?[] arguments)
    {
        foreach (var constructor in type.GetConstructors(Constructors))
        {
            var parameters = constructor.GetParameters();
            if (parameters.Length < arguments.Length || !Fit(parameters, arguments))
                continue;
            if (parameters.Length > arguments.Length)
                arguments = [.. arguments, .. parameters.Skip(arguments.Length).Select(p => p.DefaultValue)];
            return constructor;
        }

        return null;
    }

    private static bool Fit(ParameterInfo[] parameters, object?[] arguments)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            var fits = i >= arguments.Length ? parameters[i].HasDefaultValue
                : arguments[i] is { } value ? type.IsInstanceOfType(value)
                : !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
            if (!fits)
                return false;
        }

        return true;
    }
}
