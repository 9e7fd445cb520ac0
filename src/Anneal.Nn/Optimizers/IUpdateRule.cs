namespace Anneal.Nn;

/// <summary>How an optimizer changes elements: which kernel it calls.</summary>
internal unsafe interface IUpdateRule<TSettings>
    where TSettings : unmanaged
{
    /// <summary>Changes a run of elements of one parameter. The last three are null where nothing is remembered.</summary>
    static abstract void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in TSettings settings)
        where T : unmanaged;
}
