import { newInstallation } from "./support/new-installation"

newInstallation()
