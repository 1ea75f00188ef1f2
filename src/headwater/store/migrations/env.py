"""Run the migrations on the connection that the case hands over; there is no other way to call this."""

from alembic import context

from headwater.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
