"""Finds kernels from their files alone, without loading IPython."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.paths import jupyter_path
from traitlets import default


class FileKernelSpecManager(KernelSpecManager):
    """Reads every kernel's ``kernel.json``, including that of the Python kernel.

    The stock manager imports ipykernel for that one, and IPython to search its old folder: 16 MB
    per server, and a third of a second before the first kernel starts.
    """

    @default("kernel_dirs")
    def _kernel_dirs_default(self) -> list[str]:
        return jupyter_path("kernels")

    def _get_kernel_spec_by_name(self, kernel_name: str, resource_dir: str) -> KernelSpec:
        del kernel_name
        return self.kernel_spec_class.from_resource_dir(resource_dir)
