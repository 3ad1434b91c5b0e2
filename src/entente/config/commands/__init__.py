"""One module for each word after `entente`."""
