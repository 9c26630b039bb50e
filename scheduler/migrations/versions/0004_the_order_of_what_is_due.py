"""What is due can be read in its order, and what a patient was sent last without all that came before.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IS_PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_index(
        "ix_outgoing_turn", "outgoing", ["priority", "due_at"], sqlite_where=IS_PLANNED, postgresql_where=IS_PLANNED
    )
    op.create_index("ix_outgoing_settled", "outgoing", ["patient_id", "settled_at"])
    op.drop_index("ix_outgoing_patient_id", "outgoing")


def downgrade() -> None:
    op.create_index("ix_outgoing_patient_id", "outgoing", ["patient_id"])
    op.drop_index("ix_outgoing_settled", "outgoing")
    op.drop_index("ix_outgoing_turn", "outgoing")
