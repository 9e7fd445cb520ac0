using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Anneal.Data.Tests;

public sealed class DatabaseSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_only_table_of_a_file_needs_no_query()
    {
        Table table = TableSource.Read(new SourceChoice(Database("create table t (id integer, town text, x real); insert into t values (1, '上海', 0.5), (2, null, 1e10)")));
        table.Names.ShouldBe(["id", "town", "x"]);
        table.Column(1).ShouldBe(["上海", null]);
        table.Column(2).ShouldBe(["0.5", "10000000000"]);
        table.PlaceOf(1).Line.ShouldBe(2);
    }

    [Fact]
    public void A_query_chooses_and_two_columns_of_one_name_are_told_apart()
    {
        string path = Database("create table a (id, x); create table b (id, y); insert into a values (1, 2); insert into b values (1, 3)");
        Place named = new("recipe.yaml", 3, 10);
        UserErrorException error = Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path, "shop.db", named)));
        error.WayOut.English.ShouldEndWith("the tables are a, b");
        error.Place.ShouldBe(named);
        TableSource.Read(new SourceChoice(path) { Query = "select * from a join b on a.id = b.id" }).Names.ShouldBe(["id", "x", "id (2)", "y"]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path) { Query = "select nothing" })).Reason.English.ShouldStartWith("the query failed");
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path) { Query = "delete from a" }));
        TableSource.Read(new SourceChoice(path) { Query = "select * from a" }).RowCount.ShouldBe(1);
    }

    [Fact]
    public void What_is_no_database_is_an_error()
    {
        string path = folder.Write("t.db", [.. "SQLite format 3\0"u8, 1, 2, 3]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path))).Reason.English.ShouldStartWith("this is not a whole SQLite file");
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(Path.Combine(folder.Path, "no.db")) { Format = SourceFormat.Sqlite })).Reason.English.ShouldStartWith("there is no file");
    }

    [Theory]
    [InlineData("postgres://me:s3cret@127.0.0.1:1/shop")]
    [InlineData("Host=127.0.0.1;Port=1;Username=me;Password=s3cret;Database=shop")]
    [InlineData("postgres://me:s3cret@127.0.0.1:1/shop?no_such_option=1")]
    [InlineData("Host=127.0.0.1;Port=s3cret;Nonsense=1")]
    public void A_password_reaches_no_message(string source)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(source) { Query = "select 1" }));
        error.ToString().ShouldNotContain("s3cret");
        error.Reason.Chinese.ShouldNotContain("s3cret");
        new SourceChoice(source).Shown.ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_variable_of_the_environment_may_hold_the_connection()
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice("${ANNEAL_NO_SUCH_VARIABLE}")));
        error.Reason.English.ShouldBe("the environment has no variable ANNEAL_NO_SUCH_VARIABLE");
    }

    [Fact]
    public void A_server_answers_a_query_and_lets_nothing_be_changed()
    {
        string? server = Environment.GetEnvironmentVariable("ANNEAL_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server)) Assert.Skip("ANNEAL_TEST_POSTGRES names no PostgreSQL server to test with.");
        Table table = TableSource.Read(new SourceChoice(server) { Query = "select 1 as id, '上海' as town, date '2024-01-05' as day, true as flag, null as nothing, 1.50::numeric as price union all select 2, 'x', null, false, 'y', 2" });
        table.Names.ShouldBe(["id", "town", "day", "flag", "nothing", "price"]);
        table.Column(1)[0].ShouldBe("上海");
        table.Column(2).ShouldBe(["2024-01-05", null]);
        table.Column(3).ShouldBe(["true", "false"]);
        table.Column(5)[0].ShouldBe("1.50");
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(server) { Query = "create table anneal_must_not_be (x int)" }));
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(server) { Query = "selekt 1" })).Reason.English.ShouldContain("syntax error");
        NpgsqlConnectionStringBuilder parts = ConnectionText.Parse(server);
        parts.Password = "wrong-s3cret";
        parts.Username = "nobody_of_this_name";
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(parts.ConnectionString) { Query = "select 1" })).ToString().ShouldNotContain("s3cret");
    }

    private string Database(string sql)
    {
        string path = Path.Combine(folder.Path, "shop.db");
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return path;
    }
}
