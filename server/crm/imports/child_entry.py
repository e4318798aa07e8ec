"""The child's door: started alone, it finds the rest of the service beside itself."""

import sys
from pathlib import Path

# Isolated from its surroundings, Python looks in no folder of ours by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

if __name__ == "__main__":
    from server.crm.imports.child_work import main

    main()
