from typing import Any

class Error(Exception): ...

MainContext: Any
