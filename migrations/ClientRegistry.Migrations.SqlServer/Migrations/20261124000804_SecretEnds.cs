using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClientRegistry.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SecretEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "EndNoticeDueAt",
                table: "ClientSecrets",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClientSecrets_EndNoticeDueAt",
                table: "ClientSecrets",
                column: "EndNoticeDueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ClientSecrets_EndNoticeDueAt",
                table: "ClientSecrets");

            migrationBuilder.DropColumn(
                name: "EndNoticeDueAt",
                table: "ClientSecrets");
        }
    }
}
