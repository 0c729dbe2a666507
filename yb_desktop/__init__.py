"""医保定点管理桌面版: the offline program of the offices that designate medical institutions and pharmacies."""
