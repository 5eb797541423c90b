"""Where messages go: one file per channel, each with its own way to escape, measure and split.

`app` takes the channel that the settings ask for, Telegram where there is a token and the terminal where
there is none. There is no table of them, since each is built from something else (a bot, a stream) and this
package must not import Telegram for a command that only prints. A new channel is one file here and one line
in `tests/contract/test_channels.py`.
"""
