"""Settings, addresses and the `entente` command: knows everyone, known by no one."""
