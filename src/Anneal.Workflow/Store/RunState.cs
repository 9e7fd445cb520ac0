namespace Anneal.Workflow.Store;

/// <summary>What has become of a run.</summary>
public enum RunState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It left a bundle.</summary>
    Finished,

    /// <summary>Something went wrong.</summary>
    Failed,

    /// <summary>It was stopped by hand.</summary>
    Stopped,

    /// <summary>Its process is gone without a word: killed, or the machine went down. Seen when a run is read, never stored.</summary>
    Killed,
}
