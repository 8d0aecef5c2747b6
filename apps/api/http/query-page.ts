import { Router } from "express";

export function queryPage(): Router {
  return Router();
}
