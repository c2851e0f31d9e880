using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClientRegistry.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ClaimReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_RemindAt",
                table: "SecretClaims",
                column: "RemindAt",
                filter: "[ClaimedAt] IS NULL AND [LapsedAt] IS NULL AND [RemindedAt] IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SecretClaims_RemindAt",
                table: "SecretClaims");
        }
    }
}
