"""The digest's indexes, and who read a record of care.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IS_DIGEST = sa.text("kind = 'digest'")
IS_PENDING_DIGEST = sa.text("kind = 'digest' AND state IN ('planned', 'sending')")


def upgrade() -> None:
    op.create_table(
        "record_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("patient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reader", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_record_reading_patient_id_patient"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_reading")),
    )
    op.create_index("ix_record_reading_patient_id", "record_reading", ["patient_id"])
    op.create_index("ix_outgoing_digest", "outgoing", ["id"], sqlite_where=IS_DIGEST, postgresql_where=IS_DIGEST)
    op.create_index(
        "uq_outgoing_pending_digest",
        "outgoing",
        ["kind"],
        unique=True,
        sqlite_where=IS_PENDING_DIGEST,
        postgresql_where=IS_PENDING_DIGEST,
    )
    op.create_index("ix_reminder_step_settled_at", "reminder_step", ["settled_at"])
    op.create_index("ix_question_asked_at", "question", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_question_asked_at", "question")
    op.drop_index("ix_reminder_step_settled_at", "reminder_step")
    op.drop_index("uq_outgoing_pending_digest", "outgoing")
    op.drop_index("ix_outgoing_digest", "outgoing")
    op.drop_index("ix_record_reading_patient_id", "record_reading")
    op.drop_table("record_reading")
