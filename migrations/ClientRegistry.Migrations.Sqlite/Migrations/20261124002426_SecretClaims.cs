using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClientRegistry.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SecretClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "RequiresClaimLink",
                table: "Partners",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "SecretClaims",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientRowId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TokenHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MailId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RemindAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RemindedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClaimedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SecretId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    StoredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LapsedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    End = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    RefusedAttempts = table.Column<int>(type: "INTEGER", nullable: false),
                    ConcurrencyToken = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecretClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SecretClaims_Clients_ClientRowId",
                        column: x => x.ClientRowId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SecretClaims_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_ClientRowId_CreatedAt",
                table: "SecretClaims",
                columns: new[] { "ClientRowId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_ExpiresAt",
                table: "SecretClaims",
                column: "ExpiresAt",
                filter: "[ClaimedAt] IS NULL AND [LapsedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_Owed",
                table: "SecretClaims",
                column: "ClientRowId",
                unique: true,
                filter: "[ClaimedAt] IS NULL AND [LapsedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_TokenHash",
                table: "SecretClaims",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SecretClaims_UserId",
                table: "SecretClaims",
                column: "UserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SecretClaims");

            migrationBuilder.DropColumn(
                name: "RequiresClaimLink",
                table: "Partners");
        }
    }
}
