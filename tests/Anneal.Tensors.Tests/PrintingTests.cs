namespace Anneal.Tensors.Tests;

public class PrintingTests
{
    [Fact]
    public void A_number_stands_beside_its_type() => Tensor.Scalar(2.5f).ToString().ShouldBe("float32 [] 2.5000");

    [Fact]
    public void Columns_are_aligned() => Shows(
        Tensor.From([1.5f, -22.25f, float.NaN, 0f, float.PositiveInfinity, 0.125f], [2, 3]),
        """
        float32 [2, 3]
        [[  1.5000, -22.2500,      nan],
         [  0.0000,      inf,   0.1250]]
        """);

    [Fact]
    public void Whole_numbers_are_short() => Shows(
        Tensor.Arange(0, 4).Reshape(2, 2),
        """
        float32 [2, 2]
        [[0., 1.],
         [2., 3.]]
        """);

    [Fact]
    public void Far_apart_numbers_get_exponents() => Shows(
        Tensor.From(1e-7, 12345.678),
        """
        float64 [2]
        [1.0000e-07, 1.2346e+04]
        """);

    [Fact]
    public void Integers_and_truth_values() => Shows(
        Tensor.From([1L, -200L, 3L]) > 2,
        """
        bool [3]
        [false, false,  true]
        """);

    [Fact]
    public void Matrices_of_a_batch_are_apart() => Shows(
        Tensor.Arange(8, DType.Int32).Reshape(2, 2, 2),
        """
        int32 [2, 2, 2]
        [[[0, 1],
          [2, 3]],

         [[4, 5],
          [6, 7]]]
        """);

    [Fact]
    public void Long_axes_show_their_ends() => Shows(
        Tensor.Arange(2000).Reshape(100, 20),
        """
        int64 [100, 20]
        [[   0,    1,    2, ...,   17,   18,   19],
         [  20,   21,   22, ...,   37,   38,   39],
         [  40,   41,   42, ...,   57,   58,   59],
         ...,
         [1940, 1941, 1942, ..., 1957, 1958, 1959],
         [1960, 1961, 1962, ..., 1977, 1978, 1979],
         [1980, 1981, 1982, ..., 1997, 1998, 1999]]
        """);

    [Fact]
    public void Long_rows_go_on_below() => Shows(
        Tensor.Full([12], 0.5, DType.Float64),
        """
        float64 [12]
        [0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000]
        """);

    [Fact]
    public void Nothing_is_nothing() => Shows(Tensor.Zeros([0, 3]), "float32 [0, 3]\n[]");

    private static void Shows(Tensor tensor, string text) => tensor.ToString().ShouldBe(text.ReplaceLineEndings("\n"));
}
