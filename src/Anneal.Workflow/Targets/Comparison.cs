namespace Anneal.Workflow.Targets;

/// <summary>How a measured value is to compare with a limit.</summary>
public enum Comparison
{
    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&gt;</c></summary>
    Above,

    /// <summary><c>&lt;</c></summary>
    Below,
}
