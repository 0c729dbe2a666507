"""评估: draws, meetings, results and publicity of all applications, and what a meeting decides about several."""
