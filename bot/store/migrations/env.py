"""Runs migrations on the connection that `bot.store.database` hands in; there is no other way to run them."""

from alembic import context

from bot.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
