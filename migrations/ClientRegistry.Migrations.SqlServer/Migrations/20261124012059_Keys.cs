using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClientRegistry.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Keys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "KeyHolders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AliveUntil = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeyHolders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "KeyWitnesses",
                columns: table => new
                {
                    Number = table.Column<int>(type: "int", nullable: false),
                    Proof = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeyWitnesses", x => x.Number);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeyHolders");

            migrationBuilder.DropTable(
                name: "KeyWitnesses");
        }
    }
}
