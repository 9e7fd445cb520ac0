using System.Runtime.CompilerServices;
using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>One rendering: what it wrote so far, its variables, and what it may still use up.</summary>
/// <param name="now">What time it is, for templates that write the date.</param>
internal sealed class TemplateRun(DateTimeOffset now)
{
    private const int MostSteps = 2_000_000;
    private const long MostCharacters = 1 << 26;
    private const int MostCalls = 100;

    private int steps, calls;
    private long characters;

    public DateTimeOffset Now => now;

    /// <summary>What is written now; a block that is kept as a value has its own.</summary>
    public StringBuilder Output { get; private set; } = new();

    public TemplateScope Scope { get; private set; } = new(TemplateGlobals.All);

    /// <summary>Where the answers of the assistant stand in the text, as the template marks them.</summary>
    public List<Range> Answers { get; } = [];

    public void Step(int count = 1)
    {
        if ((steps += count) > MostSteps || steps < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TemplateError.Endless();
    }

    /// <summary>Counts text that is made, before it is made where it may be long.</summary>
    public void Spend(long count)
    {
        if (count < 0 || (characters += count) > MostCharacters) throw TemplateError.Endless();
    }

    public string Made(string text)
    {
        Spend(text.Length);
        return text;
    }

    public void Write(string text)
    {
        Spend(text.Length);
        Output.Append(text);
    }

    /// <summary>Does something in a scope of its own.</summary>
    public T Within<T>(TemplateScope scope, Func<T> work)
    {
        TemplateScope outer = Scope;
        Scope = scope;
        if (++calls > MostCalls) throw TemplateError.Endless();
        try
        {
            return work();
        }
        finally
        {
            calls--;
            Scope = outer;
        }
    }

    /// <summary>What some statements write.</summary>
    public string Captured(Action work)
    {
        StringBuilder outer = Output;
        Output = new StringBuilder();
        try
        {
            work();
            return Output.ToString();
        }
        finally
        {
            Output = outer;
        }
    }
}

/// <summary>Variables, and those around them.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

    public object? this[string name]
    {
        get
        {
            for (TemplateScope? scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.values.TryGetValue(name, out object? value)) return value;
            }

            return Undefined.Of(name);
        }
        set => values[name] = value;
    }

    private TemplateScope? Outer => outer;
}
